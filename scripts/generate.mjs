// Generates what is not committed: each entry of `generators` writes into a folder named `generated/`.
const generators = [() => import('./generateValidators.mjs')];

for (const load of generators) {
  const { generate } = await load();
  await generate();
}
