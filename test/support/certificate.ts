import { generateKeyPairSync, sign } from 'node:crypto'

const der = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts)
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts)
const bytes = (hex: string) => Buffer.from(hex, 'hex')

const ECDSA_SHA256 = sequence(bytes('06082a8648ce3d040302'))
const nameOf = (name: string) =>
  sequence(der(0x31, sequence(bytes('0603550403'), der(0x0c, Buffer.from(name)))))
const utc = (text: string) => der(0x17, Buffer.from(text))
const extension = (id: string, value: Buffer) => sequence(bytes(id), der(0x04, value))

/** A certificate for 127.0.0.1 that vouches for itself, and its key. */
export const ownCertificate = (issuer: string): { readonly cert: string; readonly key: string } => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const address = extension('0603551d11', sequence(der(0x87, Buffer.from([127, 0, 0, 1]))))
  const authority = extension('0603551d13', sequence(bytes('0101ff')))
  const signed = sequence(
    bytes('a003020102'),
    bytes('020101'),
    ECDSA_SHA256,
    nameOf(issuer),
    sequence(utc('200101000000Z'), utc('490101000000Z')),
    nameOf(issuer),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(address, authority)),
  )
  const signature = sign('sha256', signed, privateKey)
  const whole = sequence(signed, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature))
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${whole.toString('base64')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
