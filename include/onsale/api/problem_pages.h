#pragma once

#include <vector>

#include "onsale/api/file_tree.h"

namespace onsale::api {

// A page for each problem type, at the address that is its type (`/problems/sold-out`), and one
// that lists them (`/problems/`), to be served with the static files.
std::vector<FileTree::File> MakeProblemPages();

}  // namespace onsale::api
