// PROXY headers, versions 1 and 2: http::ParseProxyHeader.

#include <algorithm>

#include "fuzz/fuzz.h"
#include "onsale/base/ip_address.h"
#include "onsale/http/proxy_protocol.h"

namespace onsale::fuzz {
namespace {

using http::ParseProxyHeader;
using http::ProxyHeader;
using Result = ProxyHeader::Result;

bool operator==(const ProxyHeader& a, const ProxyHeader& b) {
  return a.result == b.result && a.bytes == b.bytes && a.client == b.client &&
         a.is_itself == b.is_itself;
}

std::string V1Of(const IpAddress& client) {
  const std::string address = FormatIpAddress(client);
  return std::string("PROXY ") + (client.v6 ? "TCP6 " : "TCP4 ") + address + " " + address +
         " 65535 0\r\n";
}

std::string V2Of(const IpAddress& client) {
  using namespace std::string_literals;
  std::string header = "\r\n\r\n\0\r\nQUIT\n\x21"s + (client.v6 ? "\x21\0\x24"s : "\x11\0\x0c"s);
  header.append(client.bytes().begin(), client.bytes().end());
  return header.append(client.bytes().size() + 4, '\0');
}

void CheckComplete(std::string_view input, const ProxyHeader& header) {
  Require(header.bytes > 0 && header.bytes <= input.size(), "a header is there");
  Require(header.bytes <= ProxyHeader::kBytesMax, "a header is no longer than allowed");
  Require(ParseProxyHeader(input.substr(0, header.bytes)) == header, "nothing behind it matters");
  Require(ParseProxyHeader(input.substr(0, header.bytes - 1)).result == Result::kIncomplete,
          "all of it is needed");
  if (!header.client) return;
  Require(!header.is_itself, "who speaks for itself has no client");
  Require(*header.client == Unmapped(*header.client), "an IPv4 address is one");
  for (const std::string& again : {V1Of(*header.client), V2Of(*header.client)}) {
    const ProxyHeader read = ParseProxyHeader(again);
    Require(read.result == Result::kComplete && read.bytes == again.size() &&
                read.client == header.client,
            "a client is read as it is written");
  }
}

}  // namespace
}  // namespace onsale::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace onsale::fuzz;
  const std::string_view input = Input(data, size).rest();
  const ProxyHeader header = ParseProxyHeader(input);
  if (header.result == Result::kComplete) CheckComplete(input, header);
  if (header.result == Result::kIncomplete) {
    Require(size < ProxyHeader::kBytesMax, "it is not waited for for ever");
  }

  // In pieces: nothing is said before it is sure.
  for (const std::size_t cut : CutsOf(input)) {
    const ProxyHeader early = ParseProxyHeader(input.substr(0, cut));
    Require(early.result == Result::kIncomplete || early == header, "what was said stays");
  }
  return 0;
}
