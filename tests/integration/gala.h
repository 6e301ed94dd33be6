#pragma once

#include <nlohmann/json.hpp>

namespace onsale::test {

// An event to watch: with a section without seats, and one of seats.
inline const nlohmann::json kGala = nlohmann::json::parse(
    R"({"id":"gala","name":"Gala","sections":[
        {"id":"floor","capacity":10},{"id":"stalls","rows":[{"name":"A","seats":4}]}]})");

}  // namespace onsale::test
