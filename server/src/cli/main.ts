import { parentPort } from 'node:worker_threads';
import { runCommandLine } from './commandLine.ts';
import { isWorker, runWorker } from './inParallel.ts';
import { createOutput } from './output.ts';

if (isWorker()) void runWorker((message) => parentPort?.postMessage(message));
else runProgram();

function runProgram(): void {
  const output = createOutput(process.stdout, process.stderr);
  // The exit code is set rather than exited with, so that everything that was written reaches a slow reader first.
  runCommandLine(process.argv.slice(2), output).then(
    (exitCode) => {
      process.exitCode = exitCode;
    },
    (error: unknown) => {
      output.error(`sigmasmith: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      process.exitCode = 70;
    },
  );
}
