import packageText from '../../../package.json?raw';

/** The version of Sigmasmith, from package.json. */
export function version(): string {
  const { version }: { version: string } = JSON.parse(packageText);
  return version;
}
