import { byControl } from '../core/compliance/by-control.ts'
import { FRAMEWORKS } from '../core/compliance/frameworks.ts'
import type { FrameworkId } from '../core/compliance/types.ts'
import type { Report } from '../core/report.ts'

/** The report by the controls of a framework, for a program. */
export const complianceData = (report: Report, id: FrameworkId) => ({
  framework: id,
  name: FRAMEWORKS[id].name,
  controls: byControl(report, id).map(({ control, evidence, claims }) => ({
    id: control.id,
    title: control.title,
    evidence,
    claims: claims.map(({ shows, checks }) => ({
      shows,
      checks: checks.map(({ id, status, subjects, failures, reason }) => ({
        id,
        status,
        subjects,
        failures,
        reason,
      })),
    })),
  })),
})
