export function regexLiterals(_source: string): readonly string[] | undefined {
  return undefined;
}
