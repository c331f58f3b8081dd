import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './server.ts';

const usage = `sigmasmith-language-server: the Sigma language server

  --stdio     talk over standard input and output (the default)
  --node-ipc  talk over Node's channel to a parent process
  --help      show this text
`;

const transports = /^--(?:stdio|node-ipc|socket|pipe)(?:=|$)/;

if (process.argv.includes('--help')) {
  process.stdout.write(usage);
} else {
  if (!process.argv.some((argument) => transports.test(argument))) process.argv.push('--stdio');
  const connection = createConnection(ProposedFeatures.all);
  // A message that can no longer be delivered is no reason to end while the editor is still there.
  process.on('unhandledRejection', (reason) => connection.console.error(`Unhandled: ${String(reason)}`));
  startServer(connection);
}
