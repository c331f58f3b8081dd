#!/usr/bin/env node
// Generic LSP latency/memory benchmark over stdio. No dependencies.
//
//   node lspbench.mjs --config bench.json [--out result.json] [--only cold,open,...]
//
// The config's keys are read in the main part below and by the phases. cold: a new process each run, until it has answered
// `initialize` and until the first diagnostics. open: one document after another, each awaited. typing: single characters,
// each awaited, a delay of the server's included. paced: characters at a fixed interval, not awaited.
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';

const now = () => performance.now();
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));

// ---------------------------------------------------------------- LSP client
class LspClient {
  constructor(cfg) {
    this.cfg = cfg;
    this.nextId = 1;
    this.pending = new Map();
    this.diag = new Map();
    this.waiters = [];
    this.publishCount = 0;
    this.stderr = '';
    this.unhandled = new Set();
  }
  start() {
    this.tSpawn = now();
    this.proc = spawn(this.cfg.command[0], this.cfg.command.slice(1), {
      cwd: this.cfg.cwd ?? process.cwd(),
      env: { ...process.env, ...(this.cfg.env ?? {}) },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.proc.stderr.on('data', (d) => {
      if (this.stderr.length < 20000) this.stderr += d;
    });
    this.proc.on('exit', (code) => {
      this.exited = true;
      for (const p of this.pending.values()) p.reject(new Error(`server exited ${code}\n${this.stderr}`));
    });
    let buf = Buffer.alloc(0);
    this.proc.stdout.on('data', (chunk) => {
      buf = buf.length ? Buffer.concat([buf, chunk]) : chunk;
      for (;;) {
        const h = buf.indexOf('\r\n\r\n');
        if (h < 0) return;
        const m = /content-length: *(\d+)/i.exec(buf.toString('ascii', 0, h));
        const len = Number(m[1]);
        if (buf.length < h + 4 + len) return;
        const msg = JSON.parse(buf.toString('utf8', h + 4, h + 4 + len));
        buf = buf.subarray(h + 4 + len);
        this.onMessage(msg);
      }
    });
  }
  send(msg) {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...msg }), 'utf8');
    this.proc.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.proc.stdin.write(body);
  }
  request(method, params) {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      this.send({ id, method, params });
    });
  }
  notify(method, params) {
    this.send({ method, params });
  }
  onMessage(msg) {
    if (msg.method === undefined) {
      const p = this.pending.get(msg.id);
      this.pending.delete(msg.id);
      if (p) msg.error ? p.reject(new Error(JSON.stringify(msg.error))) : p.resolve(msg.result);
      return;
    }
    if (msg.id !== undefined) return this.onServerRequest(msg);
    if (msg.method === 'textDocument/publishDiagnostics') {
      this.publishCount++;
      const { uri, version, diagnostics } = msg.params;
      const rec = { t: now(), uri, version, diagnostics };
      this.diag.set(uri, rec);
      this.waiters = this.waiters.filter((w) => {
        if (w.uri !== uri) return true;
        if (version !== undefined && version !== null && w.version !== undefined && version < w.version) return true;
        w.resolve(rec);
        return false;
      });
    }
  }
  onServerRequest({ id, method, params }) {
    const reply = (result) => this.send({ id, result });
    switch (method) {
      case 'workspace/configuration':
        return reply(
          params.items.map((it) =>
            it.section ? get(this.cfg.settings ?? {}, it.section) : (this.cfg.settings ?? null),
          ),
        );
      case 'workspace/workspaceFolders':
        return reply([{ uri: this.cfg.rootUri, name: 'bench' }]);
      case 'client/registerCapability':
      case 'client/unregisterCapability':
      case 'window/workDoneProgress/create':
      case 'workspace/semanticTokens/refresh':
      case 'workspace/codeLens/refresh':
      case 'workspace/diagnostic/refresh':
      case 'workspace/inlayHint/refresh':
        return reply(null);
      default:
        this.unhandled.add(method);
        return this.send({ id, error: { code: -32601, message: 'not implemented by bench client' } });
    }
  }
  async initialize() {
    const r = await this.request('initialize', {
      processId: process.pid,
      clientInfo: { name: 'lspbench' },
      locale: 'en',
      rootUri: this.cfg.rootUri,
      rootPath: null,
      workspaceFolders: [{ uri: this.cfg.rootUri, name: 'bench' }],
      initializationOptions: this.cfg.initializationOptions ?? {},
      capabilities: {
        general: { positionEncodings: ['utf-16'] },
        workspace: {
          configuration: true,
          workspaceFolders: true,
          didChangeConfiguration: { dynamicRegistration: true },
          didChangeWatchedFiles: { dynamicRegistration: true },
        },
        textDocument: {
          synchronization: { didSave: true },
          publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
          completion: {
            contextSupport: true,
            completionItem: {
              snippetSupport: true,
              documentationFormat: ['markdown'],
              insertReplaceSupport: true,
              resolveSupport: { properties: ['documentation', 'detail'] },
            },
          },
          hover: { contentFormat: ['markdown', 'plaintext'] },
          documentSymbol: { hierarchicalDocumentSymbolSupport: true },
          codeAction: {
            codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source'] } },
          },
          semanticTokens: { requests: { full: true }, tokenTypes: [], tokenModifiers: [], formats: ['relative'] },
          foldingRange: { lineFoldingOnly: true },
          ...(this.cfg.pullDiagnostics ? { diagnostic: { dynamicRegistration: false } } : {}),
        },
        window: { workDoneProgress: true },
      },
    });
    this.tInit = now();
    this.caps = r.capabilities;
    const s = r.capabilities.textDocumentSync;
    this.sync = typeof s === 'object' ? (s.change ?? 1) : (s ?? 1);
    this.pull = !!(this.cfg.pullDiagnostics && r.capabilities.diagnosticProvider);
    this.notify('initialized', {});
    if (this.cfg.sendDidChangeConfiguration !== false)
      this.notify('workspace/didChangeConfiguration', { settings: this.cfg.settings ?? {} });
  }
  waitDiag(uri, version, timeout = this.cfg.timeoutMs ?? 10000) {
    if (this.pull)
      return this.request('textDocument/diagnostic', { textDocument: { uri } }).then((r) => ({
        t: now(),
        uri,
        version,
        diagnostics: r.items ?? [],
      }));
    return new Promise((resolve) => {
      const w = {
        uri,
        version,
        resolve: (r) => {
          clearTimeout(timer);
          resolve(r);
        },
      };
      const timer = setTimeout(() => {
        this.waiters = this.waiters.filter((x) => x !== w);
        resolve(null);
      }, timeout);
      this.waiters.push(w);
    });
  }
  open(doc) {
    doc.version = 1;
    this.notify('textDocument/didOpen', {
      textDocument: { uri: doc.uri, languageId: this.cfg.languageId, version: 1, text: doc.text },
    });
  }
  close(doc) {
    this.notify('textDocument/didClose', { textDocument: { uri: doc.uri } });
  }
  /** Replaces [start,end) by text; sends an incremental change when the server supports it. */
  edit(doc, start, end, text) {
    const range = { start: posAt(doc.text, start), end: posAt(doc.text, end) };
    doc.text = doc.text.slice(0, start) + text + doc.text.slice(end);
    doc.version++;
    this.notify('textDocument/didChange', {
      textDocument: { uri: doc.uri, version: doc.version },
      contentChanges: [this.sync === 2 ? { range, text } : { text: doc.text }],
    });
  }
  async stop() {
    try {
      await Promise.race([this.request('shutdown'), sleep(2000)]);
      this.notify('exit');
    } catch {}
    await Promise.race([new Promise((r) => this.proc.on('exit', r)), sleep(1500)]);
    if (!this.exited) this.proc.kill('SIGKILL');
  }
}
const get = (o, p) => {
  if (Object.hasOwn(o, p)) return o[p];
  let v = o;
  for (const k of p.split('.')) {
    if (v == null) return null;
    v = v[k];
  }
  return v ?? null;
};
const posAt = (t, off) => {
  const before = t.slice(0, off);
  return { line: before.split('\n').length - 1, character: off - before.lastIndexOf('\n') - 1 };
};

// ------------------------------------------------------------------- process
function procTree(pid) {
  const kids = [];
  try {
    for (const t of fs.readdirSync(`/proc/${pid}/task`))
      kids.push(
        ...fs.readFileSync(`/proc/${pid}/task/${t}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
      );
  } catch {}
  return [pid, ...kids.flatMap(procTree)];
}
function memMb(pid) {
  let rss = 0,
    hwm = 0;
  for (const p of procTree(pid))
    try {
      const s = fs.readFileSync(`/proc/${p}/status`, 'utf8');
      rss += +/VmRSS:\s+(\d+)/.exec(s)[1];
      hwm += +/VmHWM:\s+(\d+)/.exec(s)[1];
    } catch {}
  return { rssMb: +(rss / 1024).toFixed(1), peakMb: +(hwm / 1024).toFixed(1) };
}
function cpuMs(pid) {
  // user+sys of the tree; 10 ms ticks
  let t = 0;
  for (const p of procTree(pid))
    try {
      const f = fs.readFileSync(`/proc/${p}/stat`, 'utf8').split(') ')[1].split(' ');
      t += Number(f[11]) + Number(f[12]);
    } catch {}
  return t * 10;
}
async function waitIdle(pid, maxMs = 8000) {
  // CPU quiet for 3 samples
  const end = now() + maxMs;
  let quiet = 0,
    last = cpuMs(pid);
  while (now() < end && quiet < 3) {
    await sleep(120);
    const c = cpuMs(pid);
    quiet = c - last <= 10 ? quiet + 1 : 0;
    last = c;
  }
}

// ------------------------------------------------------------------- corpus
function walk(d, ext, out = []) {
  for (const e of fs.readdirSync(d, { withFileTypes: true })) {
    const p = path.join(d, e.name);
    if (e.isDirectory()) walk(p, ext, out);
    else if (ext.some((x) => p.endsWith(x))) out.push(p);
  }
  return out;
}
function pickCorpus(cfg) {
  // n files at equal steps of the size order
  const files = walk(cfg.corpus, cfg.extensions ?? ['.yml', '.yaml'])
    .map((f) => ({ f, size: fs.statSync(f).size }))
    .sort((a, b) => a.size - b.size || (a.f < b.f ? -1 : 1));
  const n = Math.min(cfg.documents ?? 200, files.length);
  const pick = Array.from({ length: n }, (_, i) => files[Math.round((i * (files.length - 1)) / Math.max(1, n - 1))]);
  const ws = cfg.workspace;
  fs.mkdirSync(ws, { recursive: true });
  return pick.map(({ f, size }, i) => {
    const p = path.join(ws, `${String(i).padStart(3, '0')}_${path.basename(f)}`);
    fs.copyFileSync(f, p);
    return { path: p, uri: pathToFileURL(p).href, text: fs.readFileSync(p, 'utf8'), size, src: f };
  });
}
/** Offset just after the first `key: value` line inside the block opened by cfg.blockRegex, and its indentation. */
function fieldSite(text, cfg) {
  const block = new RegExp(cfg.blockRegex ?? '^detection:', 'm').exec(text);
  if (!block) return null;
  const re = new RegExp(cfg.fieldRegex ?? '^( {4,})(?!- )([A-Za-z_][\\w.]*)(\\|[\\w|]+)?:[^\\n]*\\n', 'gm');
  re.lastIndex = block.index;
  const m = re.exec(text);
  return m && { lineStart: m.index, indent: m[1], keyOffset: m.index + m[1].length + 1, key: m[2] };
}

// -------------------------------------------------------------------- stats
const q = (a, p) => (a.length ? a[Math.min(a.length - 1, Math.max(0, Math.ceil(p * a.length) - 1))] : NaN);
function stats(xs) {
  const a = [...xs].sort((x, y) => x - y);
  const r = (v) => +v.toFixed(2);
  return {
    n: a.length,
    min: r(a[0] ?? NaN),
    p50: r(q(a, 0.5)),
    p95: r(q(a, 0.95)),
    p99: r(q(a, 0.99)),
    max: r(a.at(-1) ?? NaN),
    mean: r(a.reduce((s, x) => s + x, 0) / a.length),
  };
}

// -------------------------------------------------------------------- phases
async function cold(cfg, docs) {
  const init = [],
    first = [],
    rss = [];
  for (let i = 0; i < (cfg.coldRuns ?? 7); i++) {
    const c = new LspClient(cfg);
    c.start();
    await c.initialize();
    init.push(c.tInit - c.tSpawn);
    const d = { ...docs[docs.length >> 1] };
    const w0 = !c.pull && c.waitDiag(d.uri);
    c.open(d);
    const r = await (w0 || c.waitDiag(d.uri));
    if (r) first.push(r.t - c.tSpawn);
    rss.push(memMb(c.proc.pid).rssMb);
    await c.stop();
  }
  return {
    spawnToInitializeResult_ms: stats(init),
    spawnToFirstDiagnostics_ms: stats(first),
    rssAfterFirstDoc_mb: stats(rss),
  };
}
async function openAll(c, docs) {
  const lat = [];
  let timeouts = 0,
    diagTotal = 0,
    withDiag = 0;
  const byDoc = [];
  for (const d of docs) {
    const w = !c.pull && c.waitDiag(d.uri);
    const t0 = now();
    c.open(d);
    const r = await (w || c.waitDiag(d.uri));
    if (!r) {
      timeouts++;
      continue;
    }
    lat.push(r.t - t0);
    diagTotal += r.diagnostics.length;
    if (r.diagnostics.length) {
      withDiag++;
      if (byDoc.length < 8) byDoc.push({ doc: path.basename(d.src ?? d.path), first: r.diagnostics[0].message });
    }
  }
  return {
    didOpenToDiagnostics_ms: stats(lat),
    timeouts,
    docsWithDiagnostics: withDiag,
    diagnosticsTotal: diagTotal,
    sample: byDoc,
  };
}
async function burstOpen(cfg, docs) {
  const c = new LspClient(cfg);
  c.start();
  await c.initialize();
  await waitIdle(c.proc.pid);
  const m0 = memMb(c.proc.pid),
    cpu0 = cpuMs(c.proc.pid),
    t0 = now();
  const ws = docs.map((d) => {
    const w = !c.pull && c.waitDiag(d.uri, undefined, 60000);
    c.open(d);
    return w || c.waitDiag(d.uri);
  });
  const rs = await Promise.all(ws);
  const last = Math.max(...rs.filter(Boolean).map((r) => r.t));
  await waitIdle(c.proc.pid);
  const m1 = memMb(c.proc.pid),
    cpu1 = cpuMs(c.proc.pid);
  await sleep(3000);
  const m2 = memMb(c.proc.pid);
  await c.stop();
  return {
    docs: docs.length,
    allDiagnosticsAfter_ms: +(last - t0).toFixed(1),
    missing: rs.filter((r) => !r).length,
    cpu_ms: cpu1 - cpu0,
    rssIdle_mb: m0.rssMb,
    rssAfter_mb: m1.rssMb,
    rss3sLater_mb: m2.rssMb,
    peak_mb: m2.peakMb,
  };
}
/** Types snippet lines key by key before the field line, then deletes them; one edit at a time, each awaited. */
function* keystrokes(_doc, site, cfg, n) {
  const lines = (
    cfg.typing ?? [
      'CommandLine|contains|all:',
      "    - ' -enc '",
      "    - 'bypass'",
      "Image|endswith: '\\powershell.exe'",
    ]
  ).map((l) => `${site.indent + l}\n`);
  const text = lines.join('');
  let at = site.lineStart,
    done = 0;
  while (done < n) {
    for (const ch of text) {
      if (done++ >= n) return;
      yield { start: at, end: at, text: ch };
      at++;
    }
    for (let i = 0; i < text.length; i++) {
      if (done++ >= n) return;
      yield { start: at - 1, end: at, text: '' };
      at--;
    }
  }
}
async function typing(c, doc, site, cfg) {
  const n = cfg.edits ?? 300,
    lat = [],
    _errs = [];
  let timeouts = 0,
    nonEmpty = 0;
  const cpu0 = cpuMs(c.proc.pid),
    t00 = now();
  for (const e of keystrokes(doc, site, cfg, n)) {
    const w = !c.pull && c.waitDiag(doc.uri, doc.version + 1);
    const t0 = now();
    c.edit(doc, e.start, e.end, e.text);
    const r = await (w || c.waitDiag(doc.uri, doc.version));
    if (!r) {
      timeouts++;
      continue;
    }
    lat.push(r.t - t0);
    if (r.diagnostics.length) nonEmpty++;
  }
  const cpu = cpuMs(c.proc.pid) - cpu0;
  return {
    doc: path.basename(doc.src),
    bytes: doc.size,
    didChangeToDiagnostics_ms: stats(lat),
    timeouts,
    editsWithDiagnostics: nonEmpty,
    serverCpuPerEdit_ms: +(cpu / n).toFixed(2),
    wall_ms: +(now() - t00).toFixed(0),
  };
}
/** Human-speed typing: fixed interval, not awaited. Counts publishes and times the tail after the last key. */
async function paced(c, doc, site, cfg) {
  const n = cfg.pacedEdits ?? 100,
    gap = cfg.pacedIntervalMs ?? 60;
  const p0 = c.publishCount,
    cpu0 = cpuMs(c.proc.pid);
  let tLast = 0;
  for (const e of keystrokes(doc, site, cfg, n)) {
    c.edit(doc, e.start, e.end, e.text);
    tLast = now();
    if (c.pull) c.waitDiag(doc.uri);
    await sleep(gap);
  }
  await sleep(1500);
  const r = c.diag.get(doc.uri);
  return {
    edits: n,
    interval_ms: gap,
    publishes: c.publishCount - p0,
    lastKeyToLastDiagnostics_ms: r ? +(r.t - tLast).toFixed(1) : null,
    serverCpuPerEdit_ms: +((cpuMs(c.proc.pid) - cpu0) / n).toFixed(2),
  };
}
async function requests(c, method, mk, n) {
  const lat = [];
  let nonNull = 0,
    size = 0;
  let sample;
  for (let i = 0; i < n; i++) {
    const p = mk(i);
    const t0 = now();
    let r = null;
    try {
      r = await c.request(method, p);
    } catch (e) {
      sample ??= String(e).slice(0, 200);
    }
    lat.push(now() - t0);
    const items = r?.items ?? r;
    const has = Array.isArray(items) ? items.length > 0 : !!r;
    if (has) {
      nonNull++;
      size = Math.max(size, Array.isArray(items) ? items.length : 1);
      sample ??= JSON.stringify(
        Array.isArray(items) ? items.slice(0, 4).map((x) => x.label ?? x.name ?? x.title) : (r.contents ?? r),
      ).slice(0, 160);
    }
  }
  return { latency_ms: stats(lat), answered: `${nonNull}/${n}`, maxItems: size, sample };
}

// ---------------------------------------------------------------------- main
const arg = (k, d) => {
  const i = process.argv.indexOf(`--${k}`);
  return i < 0 ? d : process.argv[i + 1];
};
const cfg = JSON.parse(fs.readFileSync(arg('config'), 'utf8'));
cfg.languageId ??= 'yaml';
cfg.workspace = path.resolve(cfg.workspace ?? './ws');
cfg.rootUri = pathToFileURL(cfg.workspace).href;
const only = arg('only') ? new Set(arg('only').split(',')) : null;
const want = (p) => !only || only.has(p);
const docs = pickCorpus(cfg);
const sizes = docs.map((d) => d.size);
const out = {
  label: cfg.label,
  command: cfg.command.join(' '),
  node: process.version,
  cpu: `${os.cpus()[0].model} x${os.cpus().length}`,
  date: new Date().toISOString(),
  corpus: { docs: docs.length, bytes: stats(sizes) },
};
const log = (k, v) => {
  out[k] = v;
  console.log(k, JSON.stringify(v, null, 1));
};
const fresh = (d) => ({ ...d });

if (want('cold')) log('cold', await cold(cfg, docs));
if (want('open') || want('typing') || want('requests') || want('bad') || want('paced')) {
  const c = new LspClient(cfg);
  c.start();
  await c.initialize();
  await waitIdle(c.proc.pid);
  out.capabilities = {
    sync: c.sync,
    diagnostics: c.pull ? 'pull' : 'push',
    completion: !!c.caps.completionProvider,
    hover: !!c.caps.hoverProvider,
  };
  if (cfg.badDocument && want('bad')) {
    const p = path.resolve(cfg.badDocument),
      d = { uri: pathToFileURL(path.join(cfg.workspace, 'bad.yml')).href, text: fs.readFileSync(p, 'utf8') };
    const w = !c.pull && c.waitDiag(d.uri);
    c.open(d);
    const r = await (w || c.waitDiag(d.uri));
    c.close(d);
    log('badDocument', {
      diagnostics: r
        ? r.diagnostics.map(
            (x) =>
              `${x.range.start.line}:${x.range.start.character}-${x.range.end.line}:${x.range.end.character} [${x.severity}] ${x.message}`,
          )
        : 'TIMEOUT',
    });
    if (!r || r.diagnostics.length < (cfg.badMinimum ?? 1)) {
      console.error('FAIL: bad document gives too few diagnostics - the server is not validating');
      process.exitCode = 2;
    }
  }
  const mBefore = memMb(c.proc.pid);
  if (want('open')) {
    const r = await openAll(c, docs.map(fresh));
    await waitIdle(c.proc.pid);
    log('open', { ...r, rssBefore_mb: mBefore.rssMb, ...memMb(c.proc.pid) });
  }
  // Edit documents: the ones nearest the requested size quantiles that have a field site.
  const editable = docs.filter((d) => fieldSite(d.text, cfg));
  for (const [name, p] of Object.entries(cfg.editQuantiles ?? { median: 0.5, large: 0.98 })) {
    const src = editable[Math.round(p * (editable.length - 1))],
      doc = fresh(src),
      site = fieldSite(doc.text, cfg);
    if (want('open')) c.close(doc);
    await sleep(50);
    const w = !c.pull && c.waitDiag(doc.uri);
    c.open(doc);
    await (w || 0);
    await waitIdle(c.proc.pid);
    if (want('typing')) log(`typing_${name}`, await typing(c, doc, site, cfg));
    if (want('paced')) log(`paced_${name}`, await paced(c, doc, site, cfg));
    c.edit(doc, 0, doc.text.length, src.text);
    await sleep(600); // restore
    if (want('requests')) {
      const n = cfg.requests ?? 100,
        td = { uri: doc.uri };
      // completion on a new empty key line at the field position, warm and right after an edit
      c.edit(doc, site.lineStart, site.lineStart, `${site.indent}\n`);
      await sleep(600);
      const at = site.lineStart + site.indent.length;
      const ctx = { triggerKind: 1 };
      log(
        `completion_field_${name}`,
        await requests(
          c,
          'textDocument/completion',
          () => ({ textDocument: td, position: posAt(doc.text, at), context: ctx }),
          n,
        ),
      );
      log(
        `completion_afterEdit_${name}`,
        await requests(
          c,
          'textDocument/completion',
          (i) => {
            i % 2 ? c.edit(doc, at, at + 1, '') : c.edit(doc, at, at, 'I');
            return { textDocument: td, position: posAt(doc.text, i % 2 ? at : at + 1), context: ctx };
          },
          n,
        ),
      );
      c.edit(doc, 0, doc.text.length, src.text);
      await sleep(600);
      {
        // completion of a top-level key on a new last line
        const at2 = doc.text.length;
        c.edit(doc, at2, at2, `${doc.text.endsWith('\n') ? '' : '\n'}f`);
        await sleep(600);
        log(
          `completion_topKey_${name}`,
          await requests(
            c,
            'textDocument/completion',
            () => ({ textDocument: td, position: posAt(doc.text, doc.text.length), context: ctx }),
            n,
          ),
        );
        c.edit(doc, 0, doc.text.length, src.text);
        await sleep(600);
      }
      const lvl = /^(level|status):/m.exec(doc.text);
      if (lvl) {
        // enum value completion
        const off = lvl.index + lvl[0].length + 1;
        log(
          `completion_enum_${name}`,
          await requests(
            c,
            'textDocument/completion',
            () => ({ textDocument: td, position: posAt(doc.text, off), context: ctx }),
            n,
          ),
        );
        log(
          `hover_key_${name}`,
          await requests(
            c,
            'textDocument/hover',
            () => ({ textDocument: td, position: posAt(doc.text, lvl.index + 2) }),
            n,
          ),
        );
      }
      log(
        `hover_field_${name}`,
        await requests(
          c,
          'textDocument/hover',
          () => ({ textDocument: td, position: posAt(doc.text, site.keyOffset) }),
          n,
        ),
      );
      if (c.caps.documentSymbolProvider)
        log(
          `documentSymbol_${name}`,
          await requests(c, 'textDocument/documentSymbol', () => ({ textDocument: td }), n),
        );
    }
  }
  log('memoryEnd', memMb(c.proc.pid));
  out.unhandledServerRequests = [...c.unhandled];
  if (c.stderr) out.stderr = c.stderr.slice(0, 500);
  await c.stop();
}
if (want('burst')) log('burst', await burstOpen(cfg, docs.map(fresh)));
if (arg('out')) fs.writeFileSync(arg('out'), JSON.stringify(out, null, 1));
process.exit();
