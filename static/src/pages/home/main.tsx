import "../../styles/base.css";

import { Layout } from "../../ui/layout";
import { mount } from "../../ui/mount";

mount(() => <Layout live>{null}</Layout>);
