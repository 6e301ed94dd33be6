#include "onsale/app/failure.h"

#include <iostream>

namespace onsale::app {

int Fail(const Status& why) {
  std::cerr << "onsale: " << why.message() << "\n";
  return kNotPossible;
}

}  // namespace onsale::app
