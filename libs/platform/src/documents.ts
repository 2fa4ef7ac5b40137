/** Documents that are the same for as long as the process runs. */
export const DOCUMENTS = ['/docs-json', '/docs-yaml'];
