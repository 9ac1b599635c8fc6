import './finish-build.mjs'
