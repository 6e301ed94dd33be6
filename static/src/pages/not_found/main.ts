// A page without a script: this is only its style.
import "../../styles/base.css";
import "../../styles/way_on.css";
