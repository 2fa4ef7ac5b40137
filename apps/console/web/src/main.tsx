import './look/tokens.css';
import './look/base.css';
import './look/shell.css';
import './look/table.css';
import './look/parts.css';
import './look/work.css';
import './look/statutory.css';

import { render } from 'preact';

import { Console } from './console';

const place = document.getElementById('console');
if (place !== null) render(<Console />, place);
