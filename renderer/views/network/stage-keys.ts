import { network } from '../../state/network.svelte.ts';
import { selection } from '../../state/selection.svelte.ts';
import { nodeByKey } from './keyboard.ts';
import type { MeshModel } from './mesh-model.svelte.ts';
import type { StageState } from './stage-state.svelte.ts';

/** The keys of the map and the matrix; keys that mean nothing here stay with the window. */
export function handleStageKey(event: KeyboardEvent, model: MeshModel, stage: StageState): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const action = actionOf(event.key, model, stage);
  if (!action) return;
  event.preventDefault();
  action();
}

function actionOf(key: string, model: MeshModel, stage: StageState): (() => void) | null {
  const node = nodeByKey(key, model.sectors, model.selectedNode, network.self);
  if (node !== null) return () => model.find(node);
  switch (key) {
    case '+':
    case '=':
      return () => stage.zoomIn();
    case '-':
      return () => stage.zoomOut();
    case '0':
      return () => stage.fit();
    case 'Enter': {
      const target = model.hoveredNode ?? model.selectedNode ?? network.self;
      return target === null ? null : () => model.find(target);
    }
    case 'p': {
      const id = model.selectedNode;
      if (id === null || model.layout.kind !== 'map') return null;
      const place = model.pins.has(id) ? null : (model.layout.points.get(id) ?? null);
      return () => model.pin(id, place);
    }
    case 'Escape':
      return () => selection.select(null);
    default:
      return null;
  }
}
