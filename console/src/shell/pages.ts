import { lazy } from 'react'

/** A page of the console: its address, which the server knows too, and what a key must allow to be of use there. */
export const pages = [
  { path: '/overview', name: 'Overview', scope: 'write', page: lazy(() => import('../overview/Overview')) },
  { path: '/explore', name: 'Explore', scope: 'read', page: lazy(() => import('../explore/Explore')) },
  { path: '/scenarios', name: 'Scenarios', scope: 'write', page: lazy(() => import('../scenarios/Scenarios')) },
  { path: '/generations', name: 'Generations', scope: 'write', page: lazy(() => import('../generations/Generations')) },
  { path: '/jobs', name: 'Jobs', scope: 'write', page: lazy(() => import('../jobs/Jobs')) },
  { path: '/query', name: 'Query', scope: 'admin', page: lazy(() => import('../query/Query')) },
  { path: '/data', name: 'Data', scope: 'write', page: lazy(() => import('../data/Data')) },
] as const
