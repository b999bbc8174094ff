internal import JSON

extension ConfigSchema {
  static let publish: JSON = [
    "type": "object", "required": ["to"], "additionalProperties": false,
    "description": "Where a stage of kind publish puts its inputs, outside the output folder.",
    "properties": [
      "to": ["enum": .array(PublishDeclaration.targets.map { .string($0) })],
      "folder": [
        "type": "string", "minLength": 1, "description": "For files: one for each input (csv, xlsx, parquet).",
      ],
      "file": ["type": "string", "minLength": 1, "description": "The DuckDB file."],
      "schema": ["type": "string", "minLength": 1, "description": "The tables' schema: main, or public of a server."],
      "host": ["type": "string", "minLength": 1], "port": ["type": "integer", "minimum": 1, "default": 5432],
      "database": ["type": "string", "minLength": 1], "user": ["type": "string", "minLength": 1],
      "password_environment": [
        "type": "string", "minLength": 1,
        "description": "The environment variable that holds the password. Never the password itself.",
      ],
      "sslmode": ["enum": ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]],
      "mode": [
        "enum": .array(PublishDeclaration.Mode.allCases.map { .string($0.rawValue) }), "default": "replace",
        "description": "replace: the table holds what the input does; upsert: rows of the same key are replaced.",
      ],
      "tables": [
        "type": "object", "description": "By input: the table's name (STAGE_OUTPUT by default) and its key.",
        "additionalProperties": [
          "type": "object", "additionalProperties": false,
          "properties": ["name": text, "keys": ["anyOf": [texts, text]]],
        ],
      ],
    ],
  ]
}
