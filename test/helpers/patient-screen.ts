import { configure } from '@testing-library/svelte';

/** Ms that `findBy…` waits; far more than it takes, for a busy machine. */
configure({ asyncUtilTimeout: 15_000 });
