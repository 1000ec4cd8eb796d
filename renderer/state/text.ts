export { MAX_SHOWN_LENGTH, shown, shownBlock } from '../../shared/text.ts';
