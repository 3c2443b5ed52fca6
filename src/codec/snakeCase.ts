/** Names that configs write in two ways. */

/** `HeNormal` and `heNormal` → `he_normal`, `STFT` → `stft`. */
export const snakeCase = (name: string): string =>
  name.replace(/[a-z](?=[A-Z])/g, (letter) => `${letter}_`).toLowerCase()
