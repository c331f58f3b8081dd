export interface LspPosition {
  line: number;
  character: number;
}

export interface LspRange {
  start: LspPosition;
  end: LspPosition;
}

export type TargetName = 'asim' | 'xdr' | 'workspace';
