/** Where the examples of the documentation stand: all are of one small ledger. */
export const stoodExample = { position: '4:7', revision: 8 };
export const madeExample = {
  ...stoodExample,
  versions: { layout: 'jiangxi-4', chart: '63ba17e5bc1caecfdca6893eab31c7dbaa59f1ed636509a5dca43388d3d1c4d3' },
};
