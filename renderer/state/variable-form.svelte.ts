/** An own variable that is being written, and not set yet. */
export class VariableForm {
  name = $state('');
  value = $state('');

  clear(): void {
    this.name = '';
    this.value = '';
  }
}

export const variableForm = new VariableForm();
