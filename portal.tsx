import '#design/base.css';
