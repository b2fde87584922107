import { addLanguages, type Words } from './words.ts';

/** A language is a file in `languages`: the build finds it by being there. */
addLanguages(import.meta.glob<{ words: Words }>('./languages/*.ts'));
