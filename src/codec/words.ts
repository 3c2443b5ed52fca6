/**
 * The two ways of writing a name that configs mix.
 */

/** `HeNormal` and `heNormal` → `he_normal`, `STFT` → `stft`. */
export const snakeCase = (name: string): string =>
  name.replace(/[a-z](?=[A-Z])/g, (letter) => `${letter}_`).toLowerCase()
