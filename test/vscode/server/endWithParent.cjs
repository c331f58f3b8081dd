// Loaded into the VS Code server: ends it when the process that started it is gone, even if that one was killed.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(1);
}, 1000).unref();
