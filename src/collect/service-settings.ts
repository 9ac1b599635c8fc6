import { GetServiceSettingCommand, type SSMClient } from '@aws-sdk/client-ssm'
import { HOST_MANAGEMENT_SETTING } from '../core/derive/role-in-use.ts'
import type { ServiceSetting } from '../core/records.ts'
import { ask, unlessAbsent } from './ask.ts'
import { readEach } from './loaded.ts'
import type { RegionCollector } from './source.ts'

const GET = 'ssm:GetServiceSetting'

/** Whether Default Host Management is on, and with which role. */
export const serviceSettings: RegionCollector<'serviceSettings'> = {
  actions: [GET],
  startsFrom: [],
  load: ({ clients }) =>
    readEach('serviceSettings', [HOST_MANAGEMENT_SETTING], [GET], id => setting(clients.ssm, id)),
}

// A Region where the feature is not provisioned does not know the setting: it is off there.
const setting = async (ssm: SSMClient, id: string): Promise<ServiceSetting | undefined> => {
  const answer = await unlessAbsent(
    ask(GET, ['ServiceSetting'], () => ssm.send(new GetServiceSettingCommand({ SettingId: id }))),
    'ServiceSettingNotFound',
  )
  if (!answer) return undefined
  const { SettingValue, Status } = answer.ServiceSetting
  return { id, value: SettingValue ?? '', ...(Status && { status: Status }) }
}
