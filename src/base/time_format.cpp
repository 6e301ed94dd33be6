#include "onsale/base/time_format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace onsale {
namespace {

constexpr TimeMs kYear0Ms = -62'167'219'200'000;        // 0000-01-01T00:00:00.000Z
constexpr TimeMs kYear9999EndMs = 253'402'300'799'999;  // 9999-12-31T23:59:59.999Z

struct Civil {
  std::chrono::year_month_day date;
  std::chrono::weekday weekday;
  int hour, minute, second, millisecond;
};

Civil ToCivil(TimeMs time) {
  using namespace std::chrono;
  const sys_time<milliseconds> point{milliseconds{std::clamp(time, kYear0Ms, kYear9999EndMs)}};
  const auto day = floor<days>(point);
  const hh_mm_ss<milliseconds> clock{point - day};
  return {year_month_day{day},
          weekday{day},
          static_cast<int>(clock.hours().count()),
          static_cast<int>(clock.minutes().count()),
          static_cast<int>(clock.seconds().count()),
          static_cast<int>(clock.subseconds().count())};
}

// Writes `value` with leading zeros over the `digits` octets at `out`; gives what is behind them.
char* WritePadded(char* out, int value, int digits) {
  for (int i = digits - 1; i >= 0; --i, value /= 10) {
    out[i] = static_cast<char>('0' + value % 10);
  }
  return out + digits;
}

void AppendPadded(std::string& out, int value, int digits) {
  std::array<char, 4> text;
  out.append(text.data(), WritePadded(text.data(), value, digits));
}

// Reads fixed-width fields off the front of a text; `failed` sticks.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  int Number(std::size_t digits) {
    if (rest_.size() < digits || !std::all_of(rest_.begin(), rest_.begin() + digits, IsDigit)) {
      failed_ = true;
      return 0;
    }
    int value = 0;
    std::from_chars(rest_.data(), rest_.data() + digits, value);
    rest_.remove_prefix(digits);
    return value;
  }

  char Next(std::string_view allowed) {
    if (rest_.empty() || allowed.find(rest_.front()) == std::string_view::npos) {
      failed_ = true;
      return '\0';
    }
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  // Milliseconds of an optional fraction `.digits`.
  int Fraction() {
    if (rest_.empty() || rest_.front() != '.') return 0;
    rest_.remove_prefix(1);
    int value = 0;
    std::size_t digits = 0;
    for (; !rest_.empty() && IsDigit(rest_.front()); rest_.remove_prefix(1), ++digits) {
      if (digits < 3) value = value * 10 + (rest_.front() - '0');
    }
    if (digits == 0) failed_ = true;
    for (std::size_t i = digits; i < 3; ++i) value *= 10;
    return value;
  }

  bool failed() const { return failed_; }
  bool done() const { return !failed_ && rest_.empty(); }

 private:
  static bool IsDigit(char c) { return c >= '0' && c <= '9'; }

  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace

void AppendRfc3339(std::string& out, TimeMs time) {
  const Civil civil = ToCivil(time);
  std::array<char, 24> text = {"0000-00-00T00:00:00.000"};
  text.back() = 'Z';
  char* const at = text.data();
  WritePadded(at, static_cast<int>(civil.date.year()), 4);
  WritePadded(at + 5, static_cast<int>(static_cast<unsigned>(civil.date.month())), 2);
  WritePadded(at + 8, static_cast<int>(static_cast<unsigned>(civil.date.day())), 2);
  WritePadded(at + 11, civil.hour, 2);
  WritePadded(at + 14, civil.minute, 2);
  WritePadded(at + 17, civil.second, 2);
  WritePadded(at + 20, civil.millisecond, 3);
  out.append(text.data(), text.size());
}

std::string FormatRfc3339(TimeMs time) {
  std::string out;
  AppendRfc3339(out, time);
  return out;
}

std::optional<TimeMs> ParseRfc3339(std::string_view text) {
  using namespace std::chrono;
  Scanner in(text);
  const int year_number = in.Number(4);
  in.Next("-");
  const int month_number = in.Number(2);
  in.Next("-");
  const int day_number = in.Number(2);
  in.Next("Tt ");
  const int hour = in.Number(2);
  in.Next(":");
  const int minute = in.Number(2);
  in.Next(":");
  const int second = in.Number(2);
  const int millisecond = in.Fraction();
  const char zone = in.Next("Zz+-");
  int offset_minutes = 0;
  if (zone == '+' || zone == '-') {
    const int offset_hour = in.Number(2);
    in.Next(":");
    const int offset_minute = in.Number(2);
    if (offset_hour > 23 || offset_minute > 59) return std::nullopt;
    offset_minutes = (offset_hour * 60 + offset_minute) * (zone == '-' ? -1 : 1);
  }
  if (!in.done() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  const year_month_day date{year{year_number}, month{static_cast<unsigned>(month_number)},
                            day{static_cast<unsigned>(day_number)}};
  if (!date.ok()) return std::nullopt;
  const sys_time<milliseconds> point = sys_days{date} + hours{hour} +
                                       minutes{minute - offset_minutes} + seconds{second} +
                                       milliseconds{millisecond};
  return point.time_since_epoch().count();
}

std::string FormatHttpDate(TimeMs time) {
  static constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed",
                                                            "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Civil civil = ToCivil(time);
  std::string out;
  out.append(kDays[civil.weekday.c_encoding()]).append(", ");
  AppendPadded(out, static_cast<int>(static_cast<unsigned>(civil.date.day())), 2);
  out.append(" ").append(kMonths[static_cast<unsigned>(civil.date.month()) - 1]).append(" ");
  AppendPadded(out, static_cast<int>(civil.date.year()), 4);
  out += ' ';
  AppendPadded(out, civil.hour, 2);
  out += ':';
  AppendPadded(out, civil.minute, 2);
  out += ':';
  AppendPadded(out, civil.second, 2);
  out += " GMT";
  return out;
}

}  // namespace onsale
