export const CONFIG = Symbol('projector configuration');
/** The version of the read model that this process fills. */
export const VERSION = Symbol('version of the read model');
