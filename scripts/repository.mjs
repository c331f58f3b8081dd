// @ts-check
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's folder. */
export const repository = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * Where downloads, reports and pictures of failures go. It can be deleted at any time: the scripts fill it again.
 * `SIGMASMITH_CACHE` puts it elsewhere, so that several checkouts share one VS Code server.
 */
export const cacheFolder = path.resolve(process.env.SIGMASMITH_CACHE || path.join(repository, '.cache'));

/** True where nothing may be skipped. */
export const inCi = process.env.CI === 'true';
