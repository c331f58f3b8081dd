/** Whether a text is a timespan of KQL that `ago` takes: a number with its unit, `1d`, `12h`, `30m`. */
export function isTimeRange(text: string): boolean {
  return /^\d+(\.\d+)?[dhms]$/.test(text);
}
