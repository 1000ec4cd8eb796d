/** The filter field alone, to look at it in a browser: `/filter/?text=tag%20%3D&hostile&saved`. */
import { mount } from 'svelte';
import '../../../../renderer/tokens.css';
import '../../../../renderer/base.css';
import FilterHost from '../../components/filter/FilterHost.svelte';

const query = new URLSearchParams(location.search);
const target = document.getElementById('app');
if (!target) throw new Error('The page has no place for the field');
const hostile = query.has('hostile') ? ['\u202eevil\u200b', 'x'.repeat(150), '<b>"bold"</b>'] : [];

mount(FilterHost, {
  target,
  props: {
    value: query.get('text') ?? '',
    known: {
      peers: ['lon-01', 'lon-02', 'fra-01', ...hostile],
      ports: ['', 'workers.a', 'chat', ...hostile],
      tags: ['job', 'job done', 'ping', ...hostile],
      paths: ['arg[0].name', 'arg[0].tries', 'arg[1]["net work"]'],
    },
    saved: query.has('saved')
      ? [
          { name: 'Slow answers', filter: 'latency > 20ms' },
          { name: 'Jobs to London', filter: 'tag = job and peer ~ lon-* and not answered' },
          ...hostile.map((name) => ({ name, filter: `tag = ${JSON.stringify(name)}` })),
        ]
      : [],
  },
});
