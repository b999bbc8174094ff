#include "palier_duckdb.h"
