// Stands in for the native module of the same name: a logger that appends to its file, without rotation.
// The names are assigned one by one, so that Node offers them to ES modules too.
const { appendFileSync, mkdirSync } = require('node:fs');
const path = require('node:path');

class Logger {
  constructor(_type, _name, file) {
    this.file = file;
    mkdirSync(path.dirname(file), { recursive: true });
  }
  write(message) {
    appendFileSync(this.file, `${message}\n`);
  }
  trace(message) {
    this.write(message);
  }
  debug(message) {
    this.write(message);
  }
  info(message) {
    this.write(message);
  }
  warn(message) {
    this.write(message);
  }
  error(message) {
    this.write(message);
  }
  critical(message) {
    this.write(message);
  }
  getLevel() {
    return 2;
  }
  setLevel() {}
  setPattern() {}
  clearFormatters() {}
  flush() {}
  drop() {}
}

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async (name, file) => new Logger('rotating', name, file);
exports.createAsyncRotatingLogger = async (name, file) => new Logger('rotating_async', name, file);
