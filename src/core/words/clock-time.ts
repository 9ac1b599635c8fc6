/** The time of day of an ISO time, as people read it: `09:44 UTC`. */
export const clockTime = (iso: string): string => `${iso.slice(11, 16)} UTC`
