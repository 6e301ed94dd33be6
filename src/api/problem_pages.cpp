#include "onsale/api/problem_pages.h"

#include <string>
#include <string_view>

#include "onsale/api/problem_type.h"

namespace onsale::api {
namespace {

// The texts are ours and have nothing to escape.
std::string Page(std::string_view title, std::string_view content) {
  std::string html =
      "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n"
      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>";
  html.append(title).append("</title>\n<h1>").append(title).append("</h1>\n");
  return html.append(content).append("</html>\n");
}

std::string ProblemPage(const ProblemInfo& info) {
  std::string content = "<p>HTTP status " + std::to_string(info.status) + ", problem type <code>" +
                        "/problems/" + std::string(info.slug) +
                        "</code></p>\n<h2>What it means</h2>\n<p>";
  content.append(info.detail).append("</p>\n<h2>What to do</h2>\n<p>").append(info.advice);
  content.append("</p>\n<p><a href=\"/problems/\">All problem types</a></p>\n");
  return Page(info.title, content);
}

std::string IndexPage() {
  std::string content =
      "<p>Every error of the API is a problem document (RFC 9457). These are its "
      "types.</p>\n<ul>\n";
  for (const ProblemInfo& info : AllProblems()) {
    const std::string slug(info.slug);
    content += "<li><a href=\"/problems/" + slug + "\">" + slug + "</a> (" +
               std::to_string(info.status) + "): " + std::string(info.title) + "</li>\n";
  }
  return Page("Problem types", content + "</ul>\n");
}

}  // namespace

std::vector<FileTree::File> MakeProblemPages() {
  std::vector<FileTree::File> pages = {{"/problems/index.html", IndexPage()}};
  for (const ProblemInfo& info : AllProblems()) {
    pages.push_back({"/problems/" + std::string(info.slug) + ".html", ProblemPage(info)});
  }
  return pages;
}

}  // namespace onsale::api
