#include "fuzz/mutator.h"

#include <algorithm>
#include <sstream>

#include "support/hex.h"

namespace onsale::fuzz {

std::string Mutator::Next() {
  std::string text = AnyInput();
  for (int mutations = random_.Between(1, 5); mutations > 0; --mutations) Mutate(text);
  if (text.size() > kLengthMax) text.resize(kLengthMax);
  return text;
}

// Short ones mostly, as a long piece is mostly all of it.
std::string Mutator::PieceOf(const std::string& text) {
  return text.substr(PlaceIn(text), random_.Between<std::size_t>(1, random_.OneIn(4) ? 1024 : 16));
}

void Mutator::Mutate(std::string& text) {
  const std::size_t place = PlaceIn(text);
  switch (random_.Between(0, 7)) {
    case 0:  // a bit
      if (place < text.size()) {
        text[place] = static_cast<char>(text[place] ^ (1 << random_.Between(0, 7)));
      }
      break;
    case 1:  // an octet
      if (place < text.size()) text[place] = static_cast<char>(random_.Between(0, 255));
      break;
    case 2:
      text.insert(place, 1, static_cast<char>(random_.Between(0, 255)));
      break;
    case 3:
      text.erase(place, random_.Between<std::size_t>(1, random_.OneIn(4) ? 64 : 4));
      break;
    case 4:  // a piece once more
      text.insert(place, PieceOf(text));
      break;
    case 5:  // a piece of another input, or its end instead of this one's
      if (random_.OneIn(3)) text.resize(place);
      text.insert(place, PieceOf(AnyInput()));
      break;
    case 6:
      if (!words_.empty()) {
        const auto& word = words_[random_.Between<std::size_t>(0, words_.size() - 1)];
        if (random_.OneIn(2)) text.erase(place, word.size());
        text.insert(place, word);
      }
      break;
    default: {  // a number, by one or for another one
      const std::size_t digit = text.find_first_of("0123456789", place);
      if (digit == text.npos) break;
      const std::size_t end = std::min(text.find_first_not_of("0123456789", digit), text.size());
      text.replace(digit, end - digit, std::to_string(random_.AnyMagnitude()));
    }
  }
}

std::vector<std::string> ReadWords(const std::string& dictionary) {
  std::vector<std::string> words;
  std::istringstream in(dictionary);
  for (std::string line; std::getline(in, line);) {
    const std::size_t first = line.find('"'), last = line.rfind('"');
    if (line.starts_with('#') || first == last) continue;
    std::string word;
    for (std::size_t i = first + 1; i < last; ++i) {
      if (line[i] != '\\') {
        word += line[i];
      } else if (line[++i] == 'x') {
        word += test::Unhex(line.substr(i + 1, 2));
        i += 2;
      } else {
        word += line[i];
      }
    }
    words.push_back(word);
  }
  return words;
}

}  // namespace onsale::fuzz
