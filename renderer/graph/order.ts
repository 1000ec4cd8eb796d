export { compareNames, sortedNames } from '../../shared/order.ts';
