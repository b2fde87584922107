import { layoutTests } from './layout-tests.ts';

layoutTests('portrait', 'light');
