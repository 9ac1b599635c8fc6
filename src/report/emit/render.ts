import type { CodeInput } from './code-input.ts'
import type { CodeForm } from './forms.ts'
import { renderScript } from './script.ts'
import { renderTemplate } from './template.ts'
import { renderTerraform } from './terraform.ts'

const FORMS: Readonly<Record<CodeForm, (input: CodeInput) => string>> = {
  terraform: renderTerraform,
  cloudformation: renderTemplate,
  cli: renderScript,
}

/** A plan as infrastructure code, whole and in order: what it does, why and whom it touches stands above as comments. */
export const renderCode = (form: CodeForm, input: CodeInput): string => FORMS[form](input)
