# Joins the parts of the description, member by member. What two of them say is a mistake.
def joined($a; $b; $path):
  if ($a | type) == "object" and ($b | type) == "object" then
    reduce ($b | keys_unsorted[]) as $key ($a;
      .[$key] = if has($key) then joined(.[$key]; $b[$key]; $path + [$key]) else $b[$key] end)
  else
    error("two parts of the description say what \($path | join(" → ")) is")
  end;

reduce .[] as $part ({}; joined(.; $part; [])) | .info.version = $version
