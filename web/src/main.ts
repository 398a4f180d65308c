import './styles/base.css';
import './styles/print.css';
import { mount } from 'svelte';
import App from './App.svelte';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has #app');
mount(App, { target });

// 124 slices make a long stylesheet: the page does not wait for it.
void import('./styles/fonts.css');
