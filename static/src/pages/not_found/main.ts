// A page without a script: this is only its style.
import "../../styles/base.css";
