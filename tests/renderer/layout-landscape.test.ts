import { layoutTests } from './layout-tests.ts';

layoutTests('landscape', 'contrast');
