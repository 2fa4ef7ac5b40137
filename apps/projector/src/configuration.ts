export const CONFIG = Symbol('projector configuration');
