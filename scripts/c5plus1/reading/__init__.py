"""Reading what people edit: YAML with positions, schemas, registers, sheets, adjudications."""
