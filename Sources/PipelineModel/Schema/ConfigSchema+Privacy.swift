internal import JSON

extension ConfigSchema {
  static let privacy: JSON = [
    "type": "object", "additionalProperties": false,
    "description": "How personal data are kept.",
    "properties": [
      "pseudonymise": [
        "type": "boolean", "default": false,
        "description": "Whether customer ids become HMAC-SHA-256 under a key when they are read.",
      ],
      "key_file": [
        "type": "string", "minLength": 1,
        "description": "The file that holds the key, mode 0600, relative to the config file. Never the key itself.",
      ],
      "key_environment": [
        "type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
        "default": .string(PrivacyDeclaration.usualVariable),
        "description": "The environment variable that holds the key.",
      ],
      "erasures": [
        "type": "string", "minLength": 1,
        "description":
          "The file with the digests of erased customers, relative to the config file; left out, it lies beside it.",
      ],
    ],
    "not": ["required": ["key_file", "key_environment"]],
  ]
}
