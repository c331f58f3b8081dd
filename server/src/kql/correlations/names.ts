import { columnName } from '../identifier.ts';

/** Gives columns and statements names that are not taken, each as near as can be to the one that is wanted. */
export interface Names {
  free(wanted: string): string;
}

export function createNames(taken: readonly string[]): Names {
  const used = new Set(taken);
  return {
    free(wanted) {
      const plain = columnName(wanted);
      let name = plain;
      for (let count = 2; used.has(name); count++) name = `${plain}_${count}`;
      used.add(name);
      return name;
    },
  };
}
