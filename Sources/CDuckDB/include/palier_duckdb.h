// The part of DuckDB's documented C API that the Swift wrapper calls, reached through a table of function pointers
// that palier_duckdb_load fills, so that a program which never asks for the engine never loads it.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// MARK: - Types

typedef uint64_t idx_t;
typedef uint32_t duckdb_state;       // 0 success, 1 error
typedef uint32_t duckdb_type;        // numbers of LogicalType+Engine.swift
typedef uint32_t duckdb_error_type;  // numbers of DuckDBError+Kind.swift
typedef uint32_t duckdb_pending_state;  // 0 ready, 1 not ready, 2 error, 3 no task for this thread

typedef struct palier_database *duckdb_database;
typedef struct palier_connection *duckdb_connection;
typedef struct palier_config *duckdb_config;
typedef struct palier_extracted_statements *duckdb_extracted_statements;
typedef struct palier_prepared_statement *duckdb_prepared_statement;
typedef struct palier_pending_result *duckdb_pending_result;
typedef struct palier_value *duckdb_value;
typedef struct palier_logical_type *duckdb_logical_type;
typedef struct palier_data_chunk *duckdb_data_chunk;
typedef struct palier_vector *duckdb_vector;
typedef struct palier_appender *duckdb_appender;
typedef struct palier_error_data *duckdb_error_data;

typedef struct palier_scalar_function *duckdb_scalar_function;
typedef struct palier_function_info *duckdb_function_info;

typedef void (*duckdb_delete_callback_t)(void *data);
typedef void (*duckdb_scalar_function_t)(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output);

typedef struct {
  uint64_t lower;
  int64_t upper;
} duckdb_hugeint;

typedef struct {
  uint8_t width;
  uint8_t scale;
  duckdb_hugeint value;
} duckdb_decimal;

typedef struct {
  int32_t days;
} duckdb_date;

typedef struct {
  int64_t micros;
} duckdb_time;

typedef struct {
  int64_t micros;
} duckdb_timestamp;

typedef struct {
  int32_t months;
  int32_t days;
  int64_t micros;
} duckdb_interval;

typedef struct {
  uint64_t offset;
  uint64_t length;
} duckdb_list_entry;

typedef struct {
  double percentage;
  uint64_t rows_processed;
  uint64_t total_rows_to_process;
} duckdb_query_progress_type;

// Passed by value to duckdb_fetch_chunk; every field but the last is deprecated and never read here.
typedef struct {
  idx_t deprecated_column_count;
  idx_t deprecated_row_count;
  idx_t deprecated_rows_changed;
  void *deprecated_columns;
  char *deprecated_error_message;
  void *internal_data;
} duckdb_result;

// MARK: - Functions

// X(result, name, (parameters), (arguments)) for each function used.
#define PALIER_DUCKDB_FUNCTIONS(X)                                                                                     \
  X(const char *, duckdb_library_version, (void), ())                                                                  \
  X(void, duckdb_free, (void *pointer), (pointer))                                                                     \
  X(idx_t, duckdb_vector_size, (void), ())                                                                             \
  /* Databases and connections. */                                                                                     \
  X(duckdb_state, duckdb_create_config, (duckdb_config * out), (out))                                                  \
  X(duckdb_state, duckdb_set_config, (duckdb_config config, const char *name, const char *option),                     \
    (config, name, option))                                                                                            \
  X(void, duckdb_destroy_config, (duckdb_config * config), (config))                                                   \
  X(duckdb_state, duckdb_open_ext, (const char *path, duckdb_database *out, duckdb_config config, char **error),       \
    (path, out, config, error))                                                                                        \
  X(void, duckdb_close, (duckdb_database * database), (database))                                                      \
  X(duckdb_state, duckdb_connect, (duckdb_database database, duckdb_connection *out), (database, out))                 \
  X(void, duckdb_disconnect, (duckdb_connection * connection), (connection))                                           \
  X(void, duckdb_interrupt, (duckdb_connection connection), (connection))                                              \
  X(duckdb_query_progress_type, duckdb_query_progress, (duckdb_connection connection), (connection))                   \
  /* Statements. */                                                                                                    \
  X(idx_t, duckdb_extract_statements,                                                                                  \
    (duckdb_connection connection, const char *query, duckdb_extracted_statements *out), (connection, query, out))     \
  X(const char *, duckdb_extract_statements_error, (duckdb_extracted_statements statements), (statements))             \
  X(void, duckdb_destroy_extracted, (duckdb_extracted_statements * statements), (statements))                          \
  X(duckdb_state, duckdb_prepare_extracted_statement,                                                                  \
    (duckdb_connection connection, duckdb_extracted_statements statements, idx_t index,                                \
     duckdb_prepared_statement *out),                                                                                  \
    (connection, statements, index, out))                                                                              \
  X(const char *, duckdb_prepare_error, (duckdb_prepared_statement statement), (statement))                            \
  X(void, duckdb_destroy_prepare, (duckdb_prepared_statement * statement), (statement))                                \
  X(idx_t, duckdb_nparams, (duckdb_prepared_statement statement), (statement))                                         \
  X(duckdb_state, duckdb_bind_value, (duckdb_prepared_statement statement, idx_t index, duckdb_value value),           \
    (statement, index, value))                                                                                         \
  X(duckdb_state, duckdb_pending_prepared, (duckdb_prepared_statement statement, duckdb_pending_result *out),          \
    (statement, out))                                                                                                  \
  X(duckdb_state, duckdb_pending_prepared_streaming,                                                                   \
    (duckdb_prepared_statement statement, duckdb_pending_result *out), (statement, out))                               \
  X(duckdb_pending_state, duckdb_pending_execute_task, (duckdb_pending_result pending), (pending))                     \
  X(duckdb_state, duckdb_execute_pending, (duckdb_pending_result pending, duckdb_result *out), (pending, out))         \
  X(const char *, duckdb_pending_error, (duckdb_pending_result pending), (pending))                                    \
  X(void, duckdb_destroy_pending, (duckdb_pending_result * pending), (pending))                                        \
  /* Values. */                                                                                                        \
  X(void, duckdb_destroy_value, (duckdb_value * value), (value))                                                       \
  X(duckdb_value, duckdb_create_null_value, (void), ())                                                                \
  X(duckdb_value, duckdb_create_bool, (bool input), (input))                                                           \
  X(duckdb_value, duckdb_create_int64, (int64_t input), (input))                                                       \
  X(duckdb_value, duckdb_create_hugeint, (duckdb_hugeint input), (input))                                              \
  X(duckdb_value, duckdb_create_float, (float input), (input))                                                         \
  X(duckdb_value, duckdb_create_double, (double input), (input))                                                       \
  X(duckdb_value, duckdb_create_decimal, (duckdb_decimal input), (input))                                              \
  X(duckdb_value, duckdb_create_varchar_length, (const char *text, idx_t length), (text, length))                      \
  X(duckdb_value, duckdb_create_blob, (const uint8_t *data, idx_t length), (data, length))                             \
  X(duckdb_value, duckdb_create_date, (duckdb_date input), (input))                                                    \
  X(duckdb_value, duckdb_create_time, (duckdb_time input), (input))                                                    \
  X(duckdb_value, duckdb_create_timestamp, (duckdb_timestamp input), (input))                                          \
  X(duckdb_value, duckdb_create_timestamp_tz, (duckdb_timestamp input), (input))                                       \
  X(duckdb_value, duckdb_create_interval, (duckdb_interval input), (input))                                            \
  X(duckdb_value, duckdb_create_list_value, (duckdb_logical_type type, duckdb_value * values, idx_t count),            \
    (type, values, count))                                                                                             \
  /* Results. */                                                                                                       \
  X(void, duckdb_destroy_result, (duckdb_result * result), (result))                                                   \
  X(const char *, duckdb_result_error, (duckdb_result * result), (result))                                             \
  X(duckdb_error_type, duckdb_result_error_type, (duckdb_result * result), (result))                                   \
  X(idx_t, duckdb_column_count, (duckdb_result * result), (result))                                                    \
  X(const char *, duckdb_column_name, (duckdb_result * result, idx_t column), (result, column))                        \
  X(duckdb_logical_type, duckdb_column_logical_type, (duckdb_result * result, idx_t column), (result, column))         \
  X(idx_t, duckdb_rows_changed, (duckdb_result * result), (result))                                                    \
  X(bool, duckdb_result_is_streaming, (duckdb_result result), (result))                                                \
  X(duckdb_data_chunk, duckdb_fetch_chunk, (duckdb_result result), (result))                                           \
  /* Types. */                                                                                                         \
  X(duckdb_logical_type, duckdb_create_logical_type, (duckdb_type type), (type))                                       \
  X(duckdb_logical_type, duckdb_create_decimal_type, (uint8_t width, uint8_t scale), (width, scale))                   \
  X(duckdb_logical_type, duckdb_create_list_type, (duckdb_logical_type type), (type))                                  \
  X(void, duckdb_destroy_logical_type, (duckdb_logical_type * type), (type))                                           \
  X(duckdb_type, duckdb_get_type_id, (duckdb_logical_type type), (type))                                               \
  X(uint8_t, duckdb_decimal_width, (duckdb_logical_type type), (type))                                                 \
  X(uint8_t, duckdb_decimal_scale, (duckdb_logical_type type), (type))                                                 \
  X(uint32_t, duckdb_enum_dictionary_size, (duckdb_logical_type type), (type))                                         \
  X(char *, duckdb_enum_dictionary_value, (duckdb_logical_type type, idx_t index), (type, index))                      \
  X(duckdb_logical_type, duckdb_list_type_child_type, (duckdb_logical_type type), (type))                              \
  X(duckdb_logical_type, duckdb_array_type_child_type, (duckdb_logical_type type), (type))                             \
  X(idx_t, duckdb_array_type_array_size, (duckdb_logical_type type), (type))                                           \
  X(duckdb_logical_type, duckdb_map_type_key_type, (duckdb_logical_type type), (type))                                 \
  X(duckdb_logical_type, duckdb_map_type_value_type, (duckdb_logical_type type), (type))                               \
  X(idx_t, duckdb_struct_type_child_count, (duckdb_logical_type type), (type))                                         \
  X(char *, duckdb_struct_type_child_name, (duckdb_logical_type type, idx_t index), (type, index))                     \
  X(duckdb_logical_type, duckdb_struct_type_child_type, (duckdb_logical_type type, idx_t index), (type, index))        \
  /* Chunks and vectors. */                                                                                            \
  X(duckdb_data_chunk, duckdb_create_data_chunk, (duckdb_logical_type * types, idx_t count), (types, count))           \
  X(void, duckdb_destroy_data_chunk, (duckdb_data_chunk * chunk), (chunk))                                             \
  X(void, duckdb_data_chunk_reset, (duckdb_data_chunk chunk), (chunk))                                                 \
  X(idx_t, duckdb_data_chunk_get_size, (duckdb_data_chunk chunk), (chunk))                                             \
  X(void, duckdb_data_chunk_set_size, (duckdb_data_chunk chunk, idx_t size), (chunk, size))                            \
  X(duckdb_vector, duckdb_data_chunk_get_vector, (duckdb_data_chunk chunk, idx_t column), (chunk, column))             \
  X(void *, duckdb_vector_get_data, (duckdb_vector vector), (vector))                                                  \
  X(uint64_t *, duckdb_vector_get_validity, (duckdb_vector vector), (vector))                                          \
  X(void, duckdb_vector_ensure_validity_writable, (duckdb_vector vector), (vector))                                    \
  X(void, duckdb_vector_assign_string_element_len, (duckdb_vector vector, idx_t index, const char *text, idx_t length),\
    (vector, index, text, length))                                                                                     \
  X(duckdb_vector, duckdb_list_vector_get_child, (duckdb_vector vector), (vector))                                     \
  X(idx_t, duckdb_list_vector_get_size, (duckdb_vector vector), (vector))                                              \
  X(duckdb_state, duckdb_list_vector_set_size, (duckdb_vector vector, idx_t size), (vector, size))                     \
  X(duckdb_state, duckdb_list_vector_reserve, (duckdb_vector vector, idx_t capacity), (vector, capacity))              \
  X(duckdb_vector, duckdb_array_vector_get_child, (duckdb_vector vector), (vector))                                    \
  X(duckdb_vector, duckdb_struct_vector_get_child, (duckdb_vector vector, idx_t index), (vector, index))               \
  /* Appenders. */                                                                                                     \
  X(duckdb_state, duckdb_appender_create_ext,                                                                          \
    (duckdb_connection connection, const char *catalog, const char *schema, const char *table, duckdb_appender *out),  \
    (connection, catalog, schema, table, out))                                                                         \
  X(duckdb_error_data, duckdb_appender_error_data, (duckdb_appender appender), (appender))                             \
  X(idx_t, duckdb_appender_column_count, (duckdb_appender appender), (appender))                                       \
  X(duckdb_logical_type, duckdb_appender_column_type, (duckdb_appender appender, idx_t column), (appender, column))    \
  X(duckdb_state, duckdb_appender_flush, (duckdb_appender appender), (appender))                                       \
  X(duckdb_state, duckdb_appender_clear, (duckdb_appender appender), (appender))                                       \
  X(duckdb_state, duckdb_appender_close, (duckdb_appender appender), (appender))                                       \
  X(duckdb_state, duckdb_appender_destroy, (duckdb_appender * appender), (appender))                                   \
  X(duckdb_state, duckdb_append_data_chunk, (duckdb_appender appender, duckdb_data_chunk chunk), (appender, chunk))    \
  X(duckdb_error_type, duckdb_error_data_error_type, (duckdb_error_data error), (error))                               \
  /* Functions of our own. */                                                                                          \
  X(duckdb_scalar_function, duckdb_create_scalar_function, (void), ())                                                 \
  X(void, duckdb_destroy_scalar_function, (duckdb_scalar_function * function), (function))                             \
  X(void, duckdb_scalar_function_set_name, (duckdb_scalar_function function, const char *name), (function, name))      \
  X(void, duckdb_scalar_function_add_parameter, (duckdb_scalar_function function, duckdb_logical_type type),           \
    (function, type))                                                                                                  \
  X(void, duckdb_scalar_function_set_return_type, (duckdb_scalar_function function, duckdb_logical_type type),         \
    (function, type))                                                                                                  \
  X(void, duckdb_scalar_function_set_extra_info,                                                                       \
    (duckdb_scalar_function function, void *data, duckdb_delete_callback_t destroy), (function, data, destroy))        \
  X(void, duckdb_scalar_function_set_function, (duckdb_scalar_function function, duckdb_scalar_function_t body),       \
    (function, body))                                                                                                  \
  X(duckdb_state, duckdb_register_scalar_function, (duckdb_connection connection, duckdb_scalar_function function),    \
    (connection, function))                                                                                            \
  X(void *, duckdb_scalar_function_get_extra_info, (duckdb_function_info info), (info))                                \
  X(const char *, duckdb_error_data_message, (duckdb_error_data error), (error))                                       \
  X(void, duckdb_destroy_error_data, (duckdb_error_data * error), (error))

struct palier_duckdb_table {
#define PALIER_FIELD(result, name, parameters, arguments) result(*name) parameters;
  PALIER_DUCKDB_FUNCTIONS(PALIER_FIELD)
#undef PALIER_FIELD
};

extern struct palier_duckdb_table palier_duckdb_functions;

#define PALIER_SHIM(result, name, parameters, arguments)                                                               \
  static inline result name parameters { return palier_duckdb_functions.name arguments; }
PALIER_DUCKDB_FUNCTIONS(PALIER_SHIM)
#undef PALIER_SHIM

// MARK: - Loader

// Loads the library at `path` and fills the table; a library once loaded stays, and later calls succeed at once.
// May be called from any thread. Returns 0, or -1 with a message in `error` (of capacity `n`) that says which file
// or which symbol is missing. No function above may be called before this has returned 0.
int palier_duckdb_load(const char *path, char *error, size_t n);

// The file that palier_duckdb_load loaded, or NULL before.
const char *palier_duckdb_path(void);
