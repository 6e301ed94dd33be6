#include "onsale/base/http_url.h"

#include <gtest/gtest.h>

#include <string>

namespace onsale {
namespace {

std::string Describe(const std::string& text) {
  const auto url = ParseHttpUrl(text);
  if (!url) return "none";
  return std::string(url->https ? "https " : "http ") + url->host + " " +
         std::to_string(url->port) + " " + url->target + " " + url->authority();
}

TEST(HttpUrl, IsTakenApart) {
  EXPECT_EQ(Describe("https://example.org"), "https example.org 443 / example.org");
  EXPECT_EQ(Describe("http://example.org"), "http example.org 80 / example.org");
  EXPECT_EQ(Describe("HTTPS://Shop.Example.ORG:8443/Hooks/in?a=1&b=%20"),
            "https shop.example.org 8443 /Hooks/in?a=1&b=%20 shop.example.org:8443");
  EXPECT_EQ(Describe("https://example.org?x"), "https example.org 443 /?x example.org");
  EXPECT_EQ(Describe("https://example.org:443/"), "https example.org 443 / example.org");
  EXPECT_EQ(Describe("http://192.0.2.7:80/a"), "http 192.0.2.7 80 /a 192.0.2.7");
  EXPECT_EQ(Describe("https://[2001:DB8::1]:8443/"), "https 2001:db8::1 8443 / [2001:db8::1]:8443");
  EXPECT_EQ(Describe("https://xn--bcher-kva.example/"),
            "https xn--bcher-kva.example 443 / xn--bcher-kva.example");
  EXPECT_EQ(Describe("https://localhost/"), "https localhost 443 / localhost");
  EXPECT_EQ(Describe("https://1and1.example/"), "https 1and1.example 443 / 1and1.example");
}

TEST(HttpUrl, IsRefusedWhereReadersCouldDiffer) {
  for (const char* text : {"",
                           "example.org",
                           "/hooks",
                           "//example.org/",
                           "https:",
                           "https://",
                           "https:///x",
                           "https:example.org",
                           "https:\xc3\xbc",
                           "ftp://example.org/",
                           "javascript:alert(1)",
                           "https://user@example.org/",
                           "https://user:pass@example.org/",
                           "https://@example.org/",
                           "https://example.org/#top",
                           "https://example.org/#",
                           "https://example.org:0/",
                           "https://example.org:65536/",
                           "https://example.org:x/",
                           "https://exa mple.org/",
                           "https://example.org/a b",
                           "https://example.org\\@evil.example/",
                           "https://ex%61mple.org/",
                           "https://b\xc3\xbc"
                           "cher.example/",
                           "https://example..org/",
                           "https://.example.org/",
                           "https://example.org./",
                           "https://-example.org/",
                           "https://example-.org/",
                           "https://exa_mple.org/",
                           "https://127.1/",
                           "https://2130706433/",
                           "https://0x7f000001/",
                           "https://0177.0.0.1/",
                           "https://1.2.3.4.5/",
                           "https://8.8.8.8.example/",
                           "https://8.8.8.8evil.example/",
                           "https://example.1/",
                           "https://[::1",
                           "https://[fe80::1%25lo]/",
                           "https://[v1.x]/",
                           " https://example.org/",
                           "https://example.org/\n",
                           "https://example.org/\r\nX: y"}) {
    EXPECT_EQ(Describe(text), "none") << text;
  }
  EXPECT_EQ(Describe("https://" + std::string(64, 'a') + ".example/"), "none");
}

}  // namespace
}  // namespace onsale
